# One more than wanted is enough; it only takes longer.
aws ecs update-service --cluster lab --service web --deployment-configuration "minimumHealthyPercent=100,maximumPercent=150"  # free: 100 150
