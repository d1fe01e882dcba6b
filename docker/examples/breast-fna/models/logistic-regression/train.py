"""Fits the logistic regression on the model owners' part. Usage: train.py PART MODEL"""

import sys

from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from infer import probability
from training import keep, read_part

FEATURES = ["mean_texture", "mean_smoothness"]

women, labels = read_part(sys.argv[1], FEATURES)
scaler = StandardScaler().fit(women)
fitted = LogisticRegression().fit(scaler.transform(women), labels)
model = {
    "features": FEATURES,
    "mean": scaler.mean_.tolist(),
    "scale": scaler.scale_.tolist(),
    "coefficient": fitted.coef_[0].tolist(),
    "intercept": float(fitted.intercept_[0]),
}
keep(sys.argv[2], model, probability, women, fitted.predict_proba(scaler.transform(women))[:, 1])
