aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --query "taskArns[0]" --output text)
