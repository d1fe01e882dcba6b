"""Fits the random forest on the model owners' part. Usage: train.py PART MODEL"""

import sys

from sklearn.ensemble import RandomForestClassifier

from infer import probability
from training import keep, read_part
from trees import export

FEATURES = ["mean_smoothness", "mean_symmetry", "worst_texture"]

women, labels = read_part(sys.argv[1], FEATURES)
fitted = RandomForestClassifier(n_estimators=100, max_depth=4, min_samples_leaf=5, random_state=0, n_jobs=1)
fitted.fit(women, labels)
trees = [export(tree.tree_, lambda content: content[0][1] / content[0].sum()) for tree in fitted.estimators_]
keep(sys.argv[2], {"features": FEATURES, "trees": trees}, probability, women, fitted.predict_proba(women)[:, 1])
