package io.consilium.worker.sandbox;

/** Is told where a step runs and how its container ended, before the container is removed. */
interface StepWatcher {
  /** For those who keep no record. */
  StepWatcher NOBODY =
      new StepWatcher() {
        @Override
        public void placed(SealedStep step, String container) {}

        @Override
        public void ended(SealedStep step, StepOutcome outcome) {}
      };

  /** The container, by name or id; it may still have to be made. */
  void placed(SealedStep step, String container);

  void ended(SealedStep step, StepOutcome outcome);
}
