aws ecs update-service --cluster lab --service web --deployment-configuration "minimumHealthyPercent=50,maximumPercent=100"
