"""Logistic regression on standardised features."""

from predictor import run
from trees import logistic


def probability(model, features):
    z = model["intercept"]
    for x, mean, scale, coefficient in zip(features, model["mean"], model["scale"], model["coefficient"]):
        z += coefficient * (x - mean) / scale
    return logistic(z)


if __name__ == "__main__":
    run(probability)
