aws ecs update-service --cluster lab --service search --deployment-configuration minimumHealthyPercent=100,maximumPercent=100
