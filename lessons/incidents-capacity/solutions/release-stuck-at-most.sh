# Never more than wanted, and one may be missing: then what is asked for is possible.
aws ecs update-service --cluster lab --service gate --deployment-configuration maximumPercent=100,minimumHealthyPercent=50  # free: 50 100
