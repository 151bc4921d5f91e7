aws ecs stop-task --cluster lab \
    --task $(aws ecs list-tasks --cluster lab --service-name shop --query 'taskArns[0]' --output text)
