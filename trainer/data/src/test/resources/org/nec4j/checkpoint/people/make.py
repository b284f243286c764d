import collections, datetime, decimal, enum, functools, pathlib, random, argparse, uuid, types, dataclasses, fractions, re
import numpy as np, torch, json, sys, os
out = sys.argv[1]
torch.manual_seed(0)
w = collections.OrderedDict()
w['cls_token'] = torch.arange(4.).reshape(1,1,4)
w['pos_embed'] = torch.zeros(1,2,4)
w['patch_embed.proj.weight'] = torch.ones(4,1,1,1)
w['blocks.0.norm1.weight'] = torch.full((4,), 2.)
w['norm.weight'] = torch.full((4,), 3.)
class AttributeDict(dict): pass
class Args: pass
class Mode(enum.Enum):
    A = 1
@dataclasses.dataclass
class Settings:
    lr: float = 1.0
for c in (AttributeDict, Args, Mode, Settings): c.__module__ = '__main__'
args = Args(); args.lr = 1e-3; args.nested = Settings()
class Slotted:
    __slots__ = ('a',)
sl = Slotted(); sl.a = 5
opt = torch.optim.AdamW([torch.nn.Parameter(torch.ones(3))], lr=1.)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 10)
one = torch.optim.lr_scheduler.OneCycleLR(opt, 0.1, total_steps=10)
clutter = dict(
  counter=collections.Counter('abca'), default=collections.defaultdict(list, {'a': [1]}), ordered=collections.OrderedDict(x=1), deque=collections.deque([1,2],maxlen=3),
  when=datetime.datetime.now(), took=datetime.timedelta(seconds=3), day=datetime.date.today(), zone=datetime.timezone.utc, path=pathlib.Path('/x'), pure=pathlib.PurePosixPath('y'), win=pathlib.PureWindowsPath('c:/x'),
  best=np.float64(81.2), f32=np.float32(1), epoch=np.int64(3), flag=np.bool_(True), array=np.arange(6.).reshape(2,3), strs=np.array(['a','bc']), objs=np.array([1,'x'],dtype=object), masked=np.ma.masked_array([1,2],[0,1]), dt=np.dtype('f4'), rec=np.array([(1,2.)],dtype=[('a','i4'),('b','f8')]),
  rng=dict(numpy=np.random.get_state(), gen=np.random.default_rng(1), state=np.random.RandomState(3), python=random.getstate(), torch=torch.get_rng_state(), obj=random.Random(1)),
  hparams=AttributeDict(lr=1, x=[1,2]), args=args, ns=argparse.Namespace(a=1,b=[2]), sns=types.SimpleNamespace(q=1), mode=Mode.A, ds=Settings(), slotted=sl,
  dec=decimal.Decimal('1.5'), frac=fractions.Fraction(1,3), id=uuid.uuid4(), s={1,2}, fs=frozenset({3}), cx=1+2j, sl=slice(1,2), r=range(3), fn=functools.partial(int, base=2), ty=dict, func=torch.nn.functional.relu, pat=re.compile('a'),
  optimizer=opt.state_dict(), lr_scheduler=sched.state_dict(), onecycle=one.state_dict(), scaler=torch.amp.GradScaler('cpu').state_dict(), dtype=torch.float32, device=torch.device('cpu'), size=torch.Size([1,2]), loss=torch.nn.CrossEntropyLoss, gener=torch.Generator().get_state(), optclass=torch.optim.AdamW, odd={1:2, (1,2):3}, exc=ValueError('x'), ell=..., big=2**100, by=b'x'*300, ba=bytearray(b'yy'), none=None)
for p in (2,4,5):
    torch.save({'model': w, **clutter}, f'{out}/clutter-{p}.pth', pickle_protocol=p)
torch.save({'model': w, **clutter}, f'{out}/clutter-legacy.pth', _use_new_zipfile_serialization=False)
torch.save({'model': collections.defaultdict(None, w)}, f'{out}/default-model.pth')
torch.save(AttributeDict(state_dict=AttributeDict(w)), f'{out}/attribute-model.pth')
ns = argparse.Namespace(); ns.model = w
torch.save(ns, f'{out}/namespace-model.pth')
def pre(f): return collections.OrderedDict((f(k), v) for k, v in w.items())
torch.save(pre(lambda k: '_orig_mod.'+k), f'{out}/p-orig.pth')
torch.save({'state_dict': pre(lambda k: 'model._orig_mod.module.'+k)}, f'{out}/p-mixed.pth')
torch.save(pre(lambda k: '_fsdp_wrapped_module.'+k.replace('blocks.0.','blocks.0._fsdp_wrapped_module._checkpoint_wrapped_module.')), f'{out}/p-fsdp.pth')
torch.save({'state_dict': {**pre(lambda k: 'model.encoder.'+k), 'model.head.weight': torch.ones(2), 'criterion.w': torch.ones(1)}}, f'{out}/p-head.pth')
torch.save({'model': {**pre(lambda k: 'student.'+k), **pre(lambda k: 'teacher.'+k)}}, f'{out}/two.pth')
m = torch.nn.Sequential(torch.nn.Linear(2,2))
torch.save(m, f'{out}/whole.pt'); torch.save({'model': m, 'epoch': 1}, f'{out}/whole-in-dict.pt'); torch.save({'epoch': 3, 'net': m, 'opt': opt.state_dict()}, f'{out}/whole-named.pt')
torch.jit.save(torch.jit.script(m), f'{out}/script.pt')
torch.save({'model': {'a': torch.ones(2,2).to_sparse()}}, f'{out}/sparse.pt')
torch.save({'model': {'a': torch.quantize_per_tensor(torch.ones(2), 1., 0, torch.qint8)}}, f'{out}/quant.pt')
torch.save({'model': {'a': torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])}}, f'{out}/nested.pt')
torch.save({'model': torch.nn.ParameterDict({'a': torch.ones(2)})}, f'{out}/pdict.pt')
torch.save({'model': {k: v.numpy() for k, v in w.items()}}, f'{out}/numpyweights.pt')
torch.save({'model': {k: torch.nn.Parameter(v) for k, v in w.items()}}, f'{out}/params.pt')
torch.save({'model': {'a': torch.empty(2, device='meta')}}, f'{out}/meta.pt')
try: torch.save({'model': {'a': torch.nn.Buffer(torch.ones(2))}}, f'{out}/buffer.pt')
except Exception as e: print(e)
np.savez(f'{out}/arrays.npz', a=np.ones(3))
# tensors in forms that are not read, beside the weights and as one of them
forms = dict(complex=torch.ones(2, dtype=torch.complex64), sparse=torch.eye(3).to_sparse(), rows=torch.eye(3).to_sparse_csr(),
  quantized=torch.quantize_per_tensor(torch.ones(4), 1., 0, torch.qint8), channels=torch.quantize_per_channel(torch.ones(2, 2), torch.ones(2), torch.zeros(2).long(), 0, torch.quint8),
  narrow=torch.ones(4).to(torch.float8_e4m3fn), unsigned=torch.ones(3).to(torch.uint16), nested=torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), meta=torch.empty(2, device='meta'))
for p in (2, 5):
    torch.save({'model': {**w, **forms}, 'other': forms['sparse']}, f'{out}/forms-{p}.pth', pickle_protocol=p)
torch.save({'model': {**w, **forms}, 'other': forms['sparse']}, f'{out}/forms-legacy.pth', _use_new_zipfile_serialization=False)
torch.save({'model': {**w, 'cls_token': forms['quantized']}}, f'{out}/forms-needed.pth')
torch.save({'model': {**w, 'cls_token': torch.ones(4)._neg_view()}}, f'{out}/negated-needed.pth')
torch.save({'epoch': torch.tensor(3), 'rng': torch.get_rng_state(), 'model_ema': {'module': w, 'decay': 0.99}, 'optimizer': {'exp_avg': w}}, f'{out}/ema-module.pth')
other = {k: v + 1 for k, v in w.items()}
torch.save({'model': w, 'model_ema': other}, f'{out}/model-and-ema.pth')
torch.save({**pre(lambda k: 'module.' + k), **w}, f'{out}/twice-equal.pth')
torch.save({**pre(lambda k: 'module.' + k), **other}, f'{out}/twice-differ.pth')
torch.save({**pre(lambda k: '_orig_mod.' + k), **{'_fsdp_wrapped_module.' + k: v for k, v in other.items()}}, f'{out}/marks-differ.pth')
torch.save({**w, 'teacher.cls_token': torch.ones(1, 1, 4)}, f'{out}/one-differs.pth')
torch.save({'model': w, 'seed': 2**3000}, f'{out}/large-number.pth')
