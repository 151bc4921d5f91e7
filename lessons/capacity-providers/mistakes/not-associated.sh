aws ecs update-service --cluster lab --service web --desired-count 10 --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,base=2,weight=1 capacityProvider=FARGATE_SPOT,weight=3
