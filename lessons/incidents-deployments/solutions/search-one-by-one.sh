aws ecs update-service --cluster lab --service search --deployment-configuration minimumHealthyPercent=75,maximumPercent=100  # free: 75 100
