aws ecs update-service --cluster lab --service shop --force-new-deployment --capacity-provider-strategy capacityProvider=FARGATE,weight=1 capacityProvider=FARGATE_SPOT,weight=3
