# Keep the task's id, wait for its end, and look how it ended.
set -e
aws ecs register-task-definition --cli-input-json file://report.json
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
TASK=$(aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report:1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" \
    --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-stopped --cluster lab --tasks $TASK
aws ecs describe-tasks --cluster lab --tasks $TASK --query 'tasks[0].[stopCode, containers[0].exitCode]'
