package io.consilium.platform.association;

import io.consilium.contract.benchmark.ModelDocument;
import io.consilium.contract.statement.Endorsement;
import io.consilium.contract.statement.Envelope;
import io.consilium.contract.statement.InvalidStatementException;
import io.consilium.contract.text.CanonicalJson;
import io.consilium.platform.api.ApiProblem;
import io.consilium.platform.benchmark.Revision;
import io.consilium.platform.model.Model;
import io.consilium.platform.model.Models;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Signatures over revisions and models. The platform carries them to facilities, which verify them
 * against keys that they have from elsewhere; here is only looked at what they claim to be about.
 */
@Component
class Endorsements {
  private static final int MOST = 200;

  private final JdbcClient database;
  private final Associations associations;
  private final Models models;

  Endorsements(JdbcClient database, Associations associations, Models models) {
    this.database = database;
    this.associations = associations;
    this.models = models;
  }

  /** The signatures of a revision, and of models in it, in the order in which they came. */
  List<Envelope> of(Revision revision) {
    return database
        .sql("select envelope from registry.endorsement where revision_id = ? order by sent_at")
        .param(revision.id())
        .query(String.class)
        .list()
        .stream()
        .map(Envelope::parse)
        .toList();
  }

  /** The documents of the models that are approved for a revision. */
  List<Model> approvedModels(Revision revision) {
    return associations.approved(AssociationKind.MODEL, revision).stream()
        .map(id -> models.find(id).orElseThrow())
        .toList();
  }

  /**
   * Keeps a signature; the same one twice is kept once.
   *
   * @throws ApiProblem 422 when it is not about exactly this revision, or a model approved for it
   */
  void keep(Revision revision, Envelope signature, String sentBy) {
    requireAbout(revision, signature);
    Integer kept =
        database
            .sql("select count(*) from registry.endorsement where revision_id = ?")
            .param(revision.id())
            .query(Integer.class)
            .single();
    if (kept >= MOST) {
      throw ApiProblem.unprocessable("There are %d signatures already.".formatted(MOST));
    }
    String envelope = signature.toJson();
    database
        .sql(
            """
            insert into registry.endorsement (id, revision_id, key_id, envelope, sent_by)
            values (?, ?, ?, ?, ?)
            on conflict do nothing
            """)
        .params(
            CanonicalJson.digest(envelope),
            revision.id(),
            signature.claimedKeyId(),
            envelope,
            sentBy)
        .update();
  }

  private void requireAbout(Revision revision, Envelope signature) {
    Endorsement word = claimed(signature);
    boolean about =
        word.model().isEmpty()
            ? word.covers(revision.content())
            : approvedModels(revision).stream()
                .map(model -> ModelDocument.fromCanonicalJson(model.document()))
                .anyMatch(model -> word.covers(revision.content(), model));
    if (!about) {
      throw ApiProblem.unprocessable(
          "The signature is not about %s (%s), nor about a model that is approved for it."
              .formatted(revision.id(), revision.digest()));
    }
  }

  private static Endorsement claimed(Envelope signature) {
    try {
      if (signature.signatures().size() != 1) {
        throw ApiProblem.unprocessable("An envelope holds exactly one signature.");
      }
      return Endorsement.unverified(signature);
    } catch (InvalidStatementException e) {
      throw ApiProblem.unprocessable("This is no endorsement: " + e.getMessage());
    }
  }
}
