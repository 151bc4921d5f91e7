aws ecs update-service --cluster lab --service web --force-new-deployment --capacity-provider-strategy capacityProvider=FARGATE_SPOT,base=$SAFE,weight=1
