aws ecs update-service --cluster lab --service search --deployment-configuration minimumHealthyPercent=50,maximumPercent=200
