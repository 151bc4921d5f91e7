aws ecs delete-service --cluster lab --service collector --force
aws ecs wait services-inactive --cluster lab --services collector
aws ecs create-service --cluster lab --service-name collector --launch-type EC2 --task-definition collector --desired-count 3 \
    --placement-constraints 'type=memberOf,expression=attribute:ecs.instance-type == t3.medium' type=distinctInstance
