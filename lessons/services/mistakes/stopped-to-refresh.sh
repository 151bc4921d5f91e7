# A fresh task should take the fresh revision, or so it seems.
aws ecs register-task-definition --cli-input-json file://web-1.28.json
aws ecs stop-task --cluster lab \
    --task $(aws ecs list-tasks --cluster lab --service-name web --query 'taskArns[0]' --output text)
