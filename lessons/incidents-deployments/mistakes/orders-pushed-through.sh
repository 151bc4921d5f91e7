# Let the old ones go, so that the new ones must come.
aws ecs update-service --cluster lab --service orders --deployment-configuration minimumHealthyPercent=0,maximumPercent=100
