# Whatever fits may start; three must stay.
aws ecs update-service --cluster lab --service search --deployment-configuration minimumHealthyPercent=75  # free: 75
