package io.consilium.platform.asset;

import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.facility.DemoAssets;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Demo data that was uploaded, found by the SHA-256 of its bytes. */
@Component
public class Assets implements DemoAssets {
  static final int LARGEST = 50 * 1024 * 1024;

  private final JdbcClient database;

  Assets(JdbcClient database) {
    this.database = database;
  }

  /**
   * Keeps a demo dataset; the same again changes nothing.
   *
   * @param sha256 what the sender says that the bytes' SHA-256 is, 64 hex digits
   * @param by id of the user who uploads
   */
  void store(String sha256, byte[] bytes, String by) {
    String computed = CanonicalJson.sha256(bytes);
    if (!computed.equals(sha256)) {
      throw ApiProblem.unprocessable(
          "The SHA-256 of what arrived is "
              + computed
              + ", not "
              + sha256
              + ": upload the file again, or correct the number.");
    }
    DemoArchive.check(bytes);
    database
        .sql(
            "insert into registry.asset (sha256, bytes, uploaded_by) values (?, ?, ?)"
                + " on conflict (sha256) do nothing")
        .params(sha256, bytes, by)
        .update();
  }

  /** Whether bytes of that SHA-256 (64 hex digits) were uploaded. */
  public boolean exists(String sha256) {
    return database
        .sql("select exists (select from registry.asset where sha256 = ?)")
        .param(sha256)
        .query(Boolean.class)
        .single();
  }

  @Override
  public Optional<Resource> find(String sha256) {
    return database
        .sql("select bytes from registry.asset where sha256 = ?")
        .param(sha256)
        .<Resource>query((row, number) -> new ByteArrayResource(row.getBytes("bytes")))
        .optional();
  }
}
