aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers FARGATE FARGATE_SPOT \
    --default-capacity-provider-strategy '[]'
aws ecs update-service --cluster lab --service web --desired-count 10 --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,weight=1 capacityProvider=FARGATE_SPOT,base=2,weight=3
