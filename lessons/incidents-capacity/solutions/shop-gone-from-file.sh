# From a file, with the weight of ordinary Fargate written out.
cat > strategy.json <<JSON  # free: 1
[
  {"capacityProvider": "FARGATE_SPOT", "weight": 1},
  {"capacityProvider": "FARGATE", "base": $SAFE, "weight": 0}
]
JSON
aws ecs update-service --cluster lab --service shop --force-new-deployment --capacity-provider-strategy file://strategy.json
