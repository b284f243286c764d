package org.nec4j.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;
import org.nec4j.kernel.Kernels;

/**
 * Adam as PyTorch computes it (Kingma and Ba, arXiv 1412.6980, algorithm 1): epsilon is added to the corrected second moment's
 * root. DL4J's own follows the paper's shortcut and adds it before the correction, where it weighs 1 / sqrt(1 - beta2^t) times as
 * much: 4.5 times at the first step with beta2 = 0.95, enough to move what gradients barely reach.
 */
public final class TorchAdam extends Adam {
    private static final long serialVersionUID = 1L;

    private transient Kernels kernels;

    /** For DL4J's JSON. */
    TorchAdam() {}

    /** With a constant learning rate. */
    public TorchAdam(double learningRate, double beta1, double beta2, double epsilon) {
        super(learningRate, beta1, beta2, epsilon);
    }

    /** With a learning rate that follows a schedule. */
    public TorchAdam(ISchedule learningRate, double beta1, double beta2, double epsilon) {
        super(learningRate);
        setBeta1(beta1);
        setBeta2(beta2);
        setEpsilon(epsilon);
    }

    /** Hands in the kernels that compute its steps: they travel in no JSON. Layers of ours do it with their own. */
    public TorchAdam use(Kernels computing) {
        this.kernels = computing;
        return this;
    }

    private Kernels kernels() {
        if (kernels == null) {
            throw new IllegalStateException("an updater was handed no kernels");
        }
        return kernels;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        Update update = new Update(this);
        INDArray both = state.reshape(state.length());
        // DL4J makes the updaters of a graph that it reads from a file before anyone can hand in kernels, and fills
        // their state itself.
        boolean byDl4j = initialize && kernels == null;
        if (initialize && !byDl4j) {
            kernels.elements().fill(0, both);
        }
        update.setStateViewArray(both, new long[] {both.length() / 2}, both.ordering(), byDl4j);
        return update;
    }

    @Override
    public TorchAdam clone() {
        TorchAdam copy = new TorchAdam(getLearningRate(), getBeta1(), getBeta2(), getEpsilon());
        copy.setLearningRateSchedule(getLearningRateSchedule());
        copy.kernels = kernels;
        return copy;
    }

    private static final class Update extends AdamUpdater {
        private final TorchAdam config;

        Update(TorchAdam config) {
            super(config);
            this.config = config;
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double correction = Math.sqrt(1 - Math.pow(config.getBeta2(), iteration + 1.0));
            double rate = config.getLearningRate(iteration, epoch)
                    * correction
                    / (1 - Math.pow(config.getBeta1(), iteration + 1.0));
            double epsilon = config.getEpsilon() * correction;
            config.kernels()
                    .updates()
                    .adam(gradient, getM(), getV(), rate, config.getBeta1(), config.getBeta2(), epsilon);
        }
    }
}
