STOPPED=$(aws ecs list-tasks --cluster lab --desired-status STOPPED --query 'taskArns[0]' --output text) # optional
aws ecs describe-tasks --cluster lab --tasks $STOPPED --query 'tasks[0].[stopCode, stoppedReason]'
SUBNETS=$(aws ec2 describe-subnets --query 'join(`,`, Subnets[].SubnetId)' --output text)
TASK=$(aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNETS],assignPublicIp=ENABLED}" \
    --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-stopped --cluster lab --tasks $TASK
