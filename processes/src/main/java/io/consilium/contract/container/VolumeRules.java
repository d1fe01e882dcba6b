package io.consilium.contract.container;

import static io.consilium.contract.container.VolumeKey.ADDITIONAL_FILES;
import static io.consilium.contract.container.VolumeKey.DATA_PATH;
import static io.consilium.contract.container.VolumeKey.LABELS;
import static io.consilium.contract.container.VolumeKey.LABELS_PATH;
import static io.consilium.contract.container.VolumeKey.LOCAL_OUTPUTS_PATH;
import static io.consilium.contract.container.VolumeKey.METADATA_PATH;
import static io.consilium.contract.container.VolumeKey.OUTPUT_LABELS_PATH;
import static io.consilium.contract.container.VolumeKey.OUTPUT_PATH;
import static io.consilium.contract.container.VolumeKey.PARAMETERS_FILE;
import static io.consilium.contract.container.VolumeKey.PREDICTIONS;
import static io.consilium.contract.container.VolumeKey.REPORT_FILE;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The volumes that a task knows: MedPerf's fixed vocabulary. */
record VolumeRules(
    Map<VolumeKey, VolumeRules.Rule> inputs, Map<VolumeKey, VolumeRules.Rule> outputs) {

  private static final VolumeRules PREPARE =
      new VolumeRules(
          reading(required(DATA_PATH), optional(LABELS_PATH)),
          writing(
              required(OUTPUT_PATH, VolumeType.DIRECTORY),
              required(OUTPUT_LABELS_PATH, VolumeType.DIRECTORY),
              optional(REPORT_FILE, VolumeType.FILE),
              optional(METADATA_PATH, VolumeType.DIRECTORY)));
  private static final VolumeRules SANITY_CHECK =
      new VolumeRules(
          reading(optional(DATA_PATH), optional(LABELS_PATH), optional(METADATA_PATH)), writing());
  private static final VolumeRules STATISTICS =
      new VolumeRules(
          reading(optional(DATA_PATH), optional(LABELS_PATH), optional(METADATA_PATH)),
          writing(required(OUTPUT_PATH, VolumeType.FILE)));
  private static final VolumeRules INFER =
      new VolumeRules(
          reading(required(DATA_PATH)), writing(required(OUTPUT_PATH, VolumeType.DIRECTORY)));
  private static final VolumeRules EVALUATE =
      new VolumeRules(
          reading(required(PREDICTIONS), required(LABELS)),
          writing(required(OUTPUT_PATH, VolumeType.FILE), optional(LOCAL_OUTPUTS_PATH)));

  enum Presence {
    REQUIRED,
    OPTIONAL
  }

  /** What a task demands of a volume; without a type both files and directories will do. */
  record Rule(VolumeKey key, Presence presence, Optional<VolumeType> type) {}

  static VolumeRules of(TaskName task) {
    return switch (task) {
      case PREPARE -> PREPARE;
      case SANITY_CHECK -> SANITY_CHECK;
      case STATISTICS -> STATISTICS;
      case INFER -> INFER;
      case EVALUATE -> EVALUATE;
    };
  }

  private static Map<VolumeKey, Rule> reading(Rule... rules) {
    Map<VolumeKey, Rule> byKey = byKey(rules);
    byKey.put(PARAMETERS_FILE, optional(PARAMETERS_FILE, VolumeType.FILE));
    byKey.put(ADDITIONAL_FILES, optional(ADDITIONAL_FILES));
    return Collections.unmodifiableMap(byKey);
  }

  private static Map<VolumeKey, Rule> writing(Rule... rules) {
    return Collections.unmodifiableMap(byKey(rules));
  }

  private static Map<VolumeKey, Rule> byKey(Rule... rules) {
    Map<VolumeKey, Rule> byKey = new EnumMap<>(VolumeKey.class);
    for (Rule rule : rules) {
      byKey.put(rule.key(), rule);
    }
    return byKey;
  }

  private static Rule required(VolumeKey key) {
    return new Rule(key, Presence.REQUIRED, Optional.empty());
  }

  private static Rule required(VolumeKey key, VolumeType type) {
    return new Rule(key, Presence.REQUIRED, Optional.of(type));
  }

  private static Rule optional(VolumeKey key) {
    return new Rule(key, Presence.OPTIONAL, Optional.empty());
  }

  private static Rule optional(VolumeKey key, VolumeType type) {
    return new Rule(key, Presence.OPTIONAL, Optional.of(type));
  }
}
