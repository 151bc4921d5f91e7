aws ecs update-service --cluster lab --service web --force-new-deployment --capacity-provider-strategy capacityProvider=FARGATE,weight=1
