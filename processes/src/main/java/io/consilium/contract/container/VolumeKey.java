package io.consilium.contract.container;

import java.util.Locale;

/** The fixed vocabulary of what can be mounted into a container. */
public enum VolumeKey {
  DATA_PATH,
  LABELS_PATH,
  PARAMETERS_FILE,
  ADDITIONAL_FILES,
  METADATA_PATH,
  REPORT_FILE,
  PREDICTIONS,
  LABELS,
  OUTPUT_PATH,
  OUTPUT_LABELS_PATH,
  LOCAL_OUTPUTS_PATH;

  /** The word in a container_config.yaml. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
