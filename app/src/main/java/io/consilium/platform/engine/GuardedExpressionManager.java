package io.consilium.platform.engine;

import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Refuses expressions in queries, other than the few that Tasklist's filters live on. The engine
 * has settings for this, but sub-queries ({@code orQueries}) slip past them, so that any user could
 * run code (CVE-2026-109432).
 *
 * <p>A query's expression is told from a diagram's by its having no variables to look at.
 */
final class GuardedExpressionManager extends SpringExpressionManager {
  private static final String SHIFT =
      "\\.(plus|minus)(Seconds|Minutes|Hours|Days|Weeks|Months|Years)\\(\\d{1,6}\\)";
  private static final String DAY_START =
      "\\.withTimeAtStartOfDay\\(\\)|\\.withDayOf(Week|Month|Year)\\(\\d{1,3}\\)";
  private static final Pattern ALLOWED_IN_QUERIES =
      Pattern.compile(
          "[$#]\\{\\s*(currentUser\\(\\)|currentUserGroups\\(\\)|now\\(\\)"
              + ("|dateTime\\(\\)((" + SHIFT + ")|(" + DAY_START + "))*(\\.toDate\\(\\))?")
              + ")\\s*\\}");

  GuardedExpressionManager(ApplicationContext context, Map<Object, Object> beans) {
    super(context, beans);
  }

  @Override
  public Expression createExpression(String text) {
    ensureInitialized();
    return new GuardedExpression(createValueExpression(text), this, text);
  }

  private static final class GuardedExpression extends JuelExpression {
    GuardedExpression(ValueExpression value, GuardedExpressionManager manager, String text) {
      super(value, manager, text);
    }

    @Override
    public Object getValue(
        @Nullable VariableScope variables, @Nullable BaseDelegateExecution execution) {
      refuseUnlessAllowed(variables);
      return super.getValue(variables, execution);
    }

    @Override
    public void setValue(
        Object value,
        @Nullable VariableScope variables,
        @Nullable BaseDelegateExecution execution) {
      refuseUnlessAllowed(variables);
      super.setValue(value, variables, execution);
    }

    private void refuseUnlessAllowed(@Nullable VariableScope variables) {
      if (variables == null
          && !isLiteralText()
          && !ALLOWED_IN_QUERIES.matcher(expressionText).matches()) {
        throw new ProcessEngineException("Queries may not hold this expression");
      }
    }
  }
}
