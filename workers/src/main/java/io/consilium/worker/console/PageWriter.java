package io.consilium.worker.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Writes an answer as the text for a terminal. */
@Component
class PageWriter extends AbstractHttpMessageConverter<Page> {
  PageWriter() {
    super(StandardCharsets.UTF_8, MediaType.TEXT_PLAIN);
  }

  @Override
  protected boolean supports(Class<?> type) {
    return Page.class.isAssignableFrom(type);
  }

  @Override
  public boolean canRead(Class<?> type, @org.jspecify.annotations.Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected Page readInternal(Class<? extends Page> type, HttpInputMessage message) {
    throw new HttpMessageNotReadableException("The console reads forms only", message);
  }

  @Override
  protected void writeInternal(Page page, HttpOutputMessage message) throws IOException {
    message.getBody().write(page.text().getBytes(StandardCharsets.UTF_8));
  }
}
