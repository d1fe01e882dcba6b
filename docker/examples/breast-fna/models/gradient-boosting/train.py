"""Fits the gradient boosting on the model owners' part. Usage: train.py PART MODEL"""

import math
import sys

from sklearn.ensemble import GradientBoostingClassifier

from infer import probability
from training import keep, read_part
from trees import export

FEATURES = ["mean_texture", "mean_compactness"]

women, labels = read_part(sys.argv[1], FEATURES)
fitted = GradientBoostingClassifier(n_estimators=60, max_depth=2, learning_rate=0.1, random_state=0)
fitted.fit(women, labels)
model = {
    "features": FEATURES,
    "prior": math.log(sum(labels) / (len(labels) - sum(labels))),
    "learning_rate": fitted.learning_rate,
    "trees": [export(stage[0].tree_, lambda content: content[0][0]) for stage in fitted.estimators_],
}
keep(sys.argv[2], model, probability, women, fitted.predict_proba(women)[:, 1])
