aws ecs update-service --cluster lab --service encode --force-new-deployment --capacity-provider-strategy capacityProvider=FARGATE,weight=1
