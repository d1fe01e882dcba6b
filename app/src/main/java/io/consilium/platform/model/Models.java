package io.consilium.platform.model;

import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.text.Problems;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.image.Images;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The registered models. */
@Component
public class Models {
  private final JdbcClient database;
  private final Images images;

  Models(JdbcClient database, Images images) {
    this.database = database;
    this.images = images;
  }

  /**
   * Registers what a model owner submits.
   *
   * @param yaml the text of model.yaml
   * @param owner the submitter's user id
   * @throws io.consilium.contract.text.InvalidDocumentException naming everything that is wrong
   */
  Model submit(String yaml, String owner) {
    ModelDocument document = ModelDocument.parse(yaml);
    Problems problems = new Problems();
    images.check(document.container(), "/container", problems);
    problems.throwIfAny("model.yaml");
    if (!register(document, owner)) {
      throw ApiProblem.conflict(
          "There is a model %s already: a model does not change under its id, so give the new one another."
              .formatted(document.id()));
    }
    return find(document.id()).orElseThrow();
  }

  /**
   * Keeps a model whose image has been checked; the same document again changes nothing.
   *
   * @return false when the id belongs to another document
   */
  public boolean register(ModelDocument document, String owner) {
    database
        .sql(
            """
            insert into registry.model (id, title, document, digest, owner) values (?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """)
        .params(document.id(), document.title(), document.canonicalJson(), document.digest(), owner)
        .update();
    return find(document.id())
        .filter(model -> model.digest().equals(document.digest()))
        .isPresent();
  }

  public Optional<Model> find(String id) {
    return database
        .sql("select * from registry.model where id = ?")
        .param(id)
        .query(Models::read)
        .optional();
  }

  /** All models in the order of their ids. */
  public List<Model> all() {
    return database.sql("select * from registry.model order by id").query(Models::read).list();
  }

  private static Model read(ResultSet row, int number) throws SQLException {
    return new Model(
        row.getString("id"),
        row.getString("title"),
        row.getString("document"),
        row.getString("digest"),
        row.getString("owner"),
        row.getObject("submitted_at", OffsetDateTime.class).toInstant());
  }
}
