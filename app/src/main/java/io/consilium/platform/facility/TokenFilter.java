package io.consilium.platform.facility;

import io.consilium.contract.gateway.FacilityToken;
import io.consilium.contract.gateway.InvalidTokenException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out which facility asks. A token that does not count leaves the request without an
 * identity; why it does not is for the log alone.
 */
final class TokenFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFilter.class);
  private static final String SCHEME = "Bearer ";

  private final Facilities facilities;
  private final FacilityKeys keys;
  private final TokenMemory memory;
  private final String audience;
  private final Clock clock;

  TokenFilter(
      Facilities facilities, FacilityKeys keys, TokenMemory memory, String audience, Clock clock) {
    this.facilities = facilities;
    this.keys = keys;
    this.memory = memory;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .flatMap(header -> callerOf(header.substring(SCHEME.length()).strip()))
        .ifPresent(TokenFilter::remember);
    chain.doFilter(request, response);
  }

  private Optional<Caller> callerOf(String text) {
    try {
      FacilityToken token =
          FacilityToken.verify(text, audience, keys::transportKey, clock.instant());
      if (memory.take(token)) {
        facilities.seen(token.facilityId(), clock.instant());
        return Optional.of(new Caller(token.facilityId(), token.keyId()));
      }
      LOG.warn("Refused a token of {}: it was used before", token.facilityId());
    } catch (InvalidTokenException e) {
      LOG.warn("Refused a facility's token: {}", e.getMessage());
    }
    return Optional.empty();
  }

  private static void remember(Caller caller) {
    SecurityContextHolder.setContext(
        new SecurityContextImpl(
            UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of())));
  }
}
