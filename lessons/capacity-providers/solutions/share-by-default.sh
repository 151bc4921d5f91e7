# As the default of the cluster, and in a file for the service. 2 to 6 is 1 to 3.
cat > strategy.json <<'JSON'
[
  {"capacityProvider": "FARGATE", "base": 2, "weight": 2},
  {"capacityProvider": "FARGATE_SPOT", "weight": 6}
]
JSON
aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers FARGATE FARGATE_SPOT \
    --default-capacity-provider-strategy file://strategy.json
aws ecs update-service --cluster lab --service web --force-new-deployment \
    --capacity-provider-strategy file://strategy.json
aws ecs update-service --cluster lab --service web --desired-count 10
