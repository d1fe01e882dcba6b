package io.consilium.platform.engine;

import io.consilium.contract.Beans;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * The beans that an expression may name: those of the contract, and no other. They are fetched when
 * first needed, since they need the engine themselves.
 */
final class StepsOfDiagrams extends AbstractMap<Object, Object> {
  private final BeanFactory beans;

  StepsOfDiagrams(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && Beans.ALL.contains(text) && beans.containsBean(text);
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return name instanceof String text && containsKey(text) ? beans.getBean(text) : null;
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return Beans.ALL.stream()
        .filter(this::containsKey)
        .map(name -> Map.<Object, Object>entry(name, beans.getBean(name)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
