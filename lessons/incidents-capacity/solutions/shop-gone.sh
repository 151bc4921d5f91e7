aws ecs update-service --cluster lab --service shop --force-new-deployment \
    --capacity-provider-strategy capacityProvider=FARGATE,base=$SAFE capacityProvider=FARGATE_SPOT,weight=1  # free: 1
