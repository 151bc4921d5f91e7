aws ecs create-service --cluster lab --service-name collector \
    --launch-type EC2 --task-definition collector --desired-count 2 \
    --placement-strategy type=spread,field=instanceId
