aws ecs run-task --cluster lab --launch-type EC2 --task-definition job --count 6 \
    --placement-strategy type=spread,field=instanceId
