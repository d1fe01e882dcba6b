package io.consilium.worker.sandbox;

import io.consilium.contract.Reason;

/** Why a step has no result, for the data owner's eyes; {@link #reason()} is what may leave. */
public enum Detail {
  /** No image of that name and digest exists in the registry. */
  IMAGE_UNAVAILABLE(Reason.IMAGE_UNAVAILABLE),
  /** The registry or the engine gave another image than the registered one. */
  DIGEST_MISMATCH(Reason.IMAGE_UNAVAILABLE),
  /** The site's policy does not allow what the container or its image asks for. */
  REFUSED(Reason.REFUSED),
  /** The engine has no GPUs to give, although the site would lend them. */
  GPU_UNAVAILABLE(Reason.REFUSED),
  /** Something that the container reads is not there, or not of the kind that it expects. */
  INPUT_MISSING(Reason.DATA_UNAVAILABLE),
  /** The preparator ended with an error. */
  PREPARATOR_FAILED(Reason.STEP_FAILED),
  /** The model ended with an error. */
  MODEL_FAILED(Reason.STEP_FAILED),
  /** The evaluator ended with an error. */
  EVALUATOR_FAILED(Reason.STEP_FAILED),
  /** The engine ended the container because it wanted more memory than the site gives. */
  OUT_OF_MEMORY(Reason.STEP_FAILED),
  /** The step did not end before its deadline. */
  TIMED_OUT(Reason.STEP_FAILED),
  /** The container wrote more bytes than the site allows. */
  OUTPUT_TOO_LARGE(Reason.STEP_FAILED),
  /** The container wrote more files and folders than the site allows, or folders too deep. */
  OUTPUT_TOO_MANY_FILES(Reason.STEP_FAILED),
  /** The container left something else than plain files and folders. */
  OUTPUT_INVALID(Reason.STEP_FAILED);

  private final Reason reason;

  Detail(Reason reason) {
    this.reason = reason;
  }

  /** The coarse reason, which says nothing that the container could have chosen freely. */
  public Reason reason() {
    return reason;
  }
}
