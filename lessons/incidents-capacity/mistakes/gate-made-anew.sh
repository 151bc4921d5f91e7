aws ecs delete-service --cluster lab --service gate --force
aws ecs wait services-inactive --cluster lab --services gate
aws ecs create-service --cluster lab --service-name gate --launch-type EC2 --task-definition gate --desired-count 2 \
    --deployment-configuration minimumHealthyPercent=50,maximumPercent=100
aws ecs wait services-stable --cluster lab --services gate
