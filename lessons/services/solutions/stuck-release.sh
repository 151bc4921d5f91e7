aws ecs update-service --cluster lab --service web --deployment-configuration "minimumHealthyPercent=100,maximumPercent=200"  # free: 100 200
