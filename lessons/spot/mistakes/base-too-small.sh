aws ecs update-service --cluster lab --service web --force-new-deployment --capacity-provider-strategy capacityProvider=FARGATE,base=1 capacityProvider=FARGATE_SPOT,weight=1
