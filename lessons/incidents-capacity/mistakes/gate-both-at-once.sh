aws ecs update-service --cluster lab --service gate --deployment-configuration minimumHealthyPercent=0
