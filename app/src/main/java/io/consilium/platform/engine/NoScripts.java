package io.consilium.platform.engine;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** Refuses every script, also where a library brings a script engine along. */
final class NoScripts implements ScriptEngineResolver {
  @Override
  public void addScriptEngineFactory(ScriptEngineFactory scriptEngineFactory) {
    throw refusal();
  }

  @Override
  public ScriptEngineManager getScriptEngineManager() {
    throw refusal();
  }

  @Override
  public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
    throw refusal();
  }

  private static ProcessEngineException refusal() {
    return new ProcessEngineException("Diagrams hold no scripts");
  }
}
