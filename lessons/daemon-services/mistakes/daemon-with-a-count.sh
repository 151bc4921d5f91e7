aws ecs create-service --cluster lab --service-name collector \
    --launch-type EC2 --task-definition collector --scheduling-strategy DAEMON --desired-count 2
