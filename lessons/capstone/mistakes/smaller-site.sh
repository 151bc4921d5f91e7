aws ecs update-service --cluster lab --service web --desired-count 4 --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,base=2,weight=0 capacityProvider=FARGATE_SPOT,weight=1
