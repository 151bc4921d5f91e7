aws ecs update-service --cluster lab --service shop --desired-count $SAFE --force-new-deployment --capacity-provider-strategy capacityProvider=FARGATE,weight=1
