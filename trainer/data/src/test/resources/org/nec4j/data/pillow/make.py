"""Writes the images and expected values of this folder with Pillow, numpy and torchvision: run it here, optionally with a folder that holds rsscn7 and aid."""

import hashlib
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from torchvision import transforms

rng = np.random.default_rng(7)


def picture(width, height):
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 90 * np.sin(x / (3 + c) + c) * np.cos(y / (5 - c)) + 40 * ((x // 9 + y // 7) % 2) for c in range(3)]
    return np.clip(np.stack(waves, -1) + rng.normal(0, 12, (height, width, 3)), 0, 255).astype(np.uint8)


def expected(name):
    Path(name + ".rgb").write_bytes(Image.open(name).convert("RGB").tobytes())


rgb = Image.fromarray(picture(45, 37))
rgb.save("yuv420.jpg", quality=88, subsampling=2)
rgb.save("yuv422.jpg", quality=75, subsampling=1)
rgb.save("yuv444.jpg", quality=95, subsampling=0)
rgb.save("progressive.jpg", quality=85, progressive=True)
rgb.save("rgb.jpg", quality=90, keep_rgb=True)
rgb.convert("L").save("grey.jpg", quality=90)
rgb.convert("CMYK").save("cmyk.jpg", quality=90)
rgb.save("rgb.png")
rgb.convert("L").save("grey.png")
rgb.convert("1").save("bilevel.png")
rgb.quantize(11).save("palette.png")
alpha = Image.fromarray(rng.integers(0, 256, (37, 45), dtype=np.uint8))
rgba = rgb.copy()
rgba.putalpha(alpha)
rgba.save("alpha.png")
la = rgb.convert("L")
la.putalpha(alpha)
la.save("grey-alpha.png")
Image.fromarray((picture(45, 37)[..., 0].astype(np.uint16) * 257)).save("grey16.png")
rgb.save("plain.tif")
rgb.save("lzw.tif", compression="tiff_lzw")
rgb.save("deflate.tif", compression="tiff_adobe_deflate")
rgb.convert("L").save("grey.tif")
for file in sorted(Path(".").glob("*.[jpt][pni][gf]")):
    if file.name not in ("cmyk.jpg", "grey16.png"):
        expected(file.name)

source = picture(96, 80)
Path("source-96x80.rgb").write_bytes(source.tobytes())
boxes = [(0, 0, 96, 80, 32, 32), (5, 3, 61, 47, 32, 32), (10, 20, 20, 25, 32, 32), (90, 70, 6, 10, 24, 24), (1, 1, 95, 3, 16, 16), (0, 0, 96, 80, 96, 80)]
image = Image.fromarray(source)
for left, top, width, height, w, h in boxes:
    out = image.crop((left, top, left + width, top + height)).resize((w, h), Image.BICUBIC)
    Path(f"resize-{left}-{top}-{width}-{height}-{w}-{h}.rgb").write_bytes(out.tobytes())
part = image.split()[0].crop((5, 3, 66, 50))
Path("nearest-5-3-61-47-32-32.grey").write_bytes(part.resize((32, 32), Image.NEAREST).tobytes())
floats = Image.fromarray(np.asarray(part).astype(np.float32) * np.float32(3.7) - np.float32(100))
Path("bicubic-5-3-61-47-32-32.f32").write_bytes(np.asarray(floats.resize((32, 32), Image.BICUBIC)).astype("<f4").tobytes())
out = transforms.Compose([transforms.Resize(40, interpolation=Image.BICUBIC), transforms.CenterCrop(33)])(image)
Path("centre-40-33.rgb").write_bytes(out.tobytes())
tensor = transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])(out)
Path("normalized-33.f32").write_bytes(tensor.numpy().astype("<f4").tobytes())

if len(sys.argv) > 1:
    crop = transforms.Compose([transforms.Resize(128, interpolation=Image.BICUBIC), transforms.CenterCrop(128)])
    lines = ["path,decoded,cropped"]
    for name, every in (("rsscn7", 53), ("aid", 331)):
        root = Path(sys.argv[1])
        for line in (root / name / "index.csv").read_text().splitlines()[1::every]:
            path = f"{name}/{line.split(',')[0]}"
            decoded = Image.open(root / path).convert("RGB")
            digest = [hashlib.sha256(i.tobytes()).hexdigest() for i in (decoded, crop(decoded))]
            lines.append(",".join([path] + digest))
    Path("real-images.csv").write_text("\n".join(lines) + "\n")
