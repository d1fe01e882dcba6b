package io.consilium.platform.engine;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.webapp.impl.engine.EngineRestApplication;

/**
 * Answers the webapps' pages with a refusal's own words, where the engine would wrap them in words
 * about listeners and stack traces.
 */
@Provider
public final class PlainRefusals extends RestExceptionHandler {
  /** 422: understood, and refused. Jakarta REST has no name for it. */
  private static final int UNPROCESSABLE = 422;

  @Override
  public Response toResponse(RestException failure) {
    Optional<PlainRefusal> refusal =
        Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
            .filter(PlainRefusal.class::isInstance)
            .map(PlainRefusal.class::cast)
            .findFirst();
    return refusal.map(PlainRefusals::answer).orElseGet(() -> super.toResponse(failure));
  }

  private static Response answer(PlainRefusal refusal) {
    return Response.status(UNPROCESSABLE)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(Map.of("type", "Refused", "message", String.valueOf(refusal.getMessage())))
        .build();
  }

  /** For a refusal that the engine passes on as it is. */
  @Provider
  public static final class Unwrapped implements ExceptionMapper<PlainRefusal> {
    @Override
    public Response toResponse(PlainRefusal refusal) {
      return answer(refusal);
    }
  }

  /** The engine's interface for the webapps' pages, with these answers. */
  public static final class Application extends EngineRestApplication {
    @Override
    public Set<Class<?>> getClasses() {
      Set<Class<?>> classes = new HashSet<>(super.getClasses());
      classes.remove(RestExceptionHandler.class);
      classes.add(PlainRefusals.class);
      classes.add(Unwrapped.class);
      return classes;
    }
  }
}
